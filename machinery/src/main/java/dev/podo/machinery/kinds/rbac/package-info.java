/// Roles, cluster roles and their bindings: who may do what.
@NullMarked
package dev.podo.machinery.kinds.rbac;

import org.jspecify.annotations.NullMarked;
