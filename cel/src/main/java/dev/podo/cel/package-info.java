/// Kubernetes' expression language: reads, checks, prices and evaluates the expressions that users
/// write into objects.
@NullMarked
package dev.podo.cel;

import org.jspecify.annotations.NullMarked;
