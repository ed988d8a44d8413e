/// CustomResourceDefinitions.
@NullMarked
package dev.podo.machinery.kinds.customresourcedefinition;

import org.jspecify.annotations.NullMarked;
