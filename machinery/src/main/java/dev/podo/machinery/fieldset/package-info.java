/// Sets of fields of an object, in the form in which `managedFields` hold them.
@NullMarked
package dev.podo.machinery.fieldset;

import org.jspecify.annotations.NullMarked;
