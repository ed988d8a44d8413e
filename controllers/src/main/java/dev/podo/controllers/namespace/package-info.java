/// Empties the namespaces that are being deleted.
@NullMarked
package dev.podo.controllers.namespace;

import org.jspecify.annotations.NullMarked;
