/// The validation rules of custom resources (`x-kubernetes-validations`): what a definition may
/// state, and whether objects obey. Reading and evaluating expressions is the
/// [dev.podo.machinery.expression.ExpressionCompiler]'s.
@NullMarked
package dev.podo.machinery.rules;

import org.jspecify.annotations.NullMarked;
