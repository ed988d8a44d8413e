/// APIServices.
@NullMarked
package dev.podo.machinery.kinds.apiservice;

import org.jspecify.annotations.NullMarked;
