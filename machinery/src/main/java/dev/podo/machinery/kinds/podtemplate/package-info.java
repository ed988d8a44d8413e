/// PodTemplates as objects of their own.
@NullMarked
package dev.podo.machinery.kinds.podtemplate;

import org.jspecify.annotations.NullMarked;
