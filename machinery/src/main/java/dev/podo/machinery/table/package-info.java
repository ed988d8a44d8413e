/// Objects as rows and cells, the way `kubectl get` shows them.
@NullMarked
package dev.podo.machinery.table;

import org.jspecify.annotations.NullMarked;
