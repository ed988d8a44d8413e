/// Errors as clients of the API get them: a `Status` with a reason, thrown.
@NullMarked
package dev.podo.machinery.errors;

import org.jspecify.annotations.NullMarked;
