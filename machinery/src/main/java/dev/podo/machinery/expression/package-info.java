/// The port through which the rest of Podo compiles and evaluates expressions that users write into
/// objects: validation rules of custom resources, match conditions, admission policies. What reads
/// the language stands behind it, in the module `cel`, and is loaded when the first expression is.
@NullMarked
package dev.podo.machinery.expression;

import org.jspecify.annotations.NullMarked;
