/// `pods/proxy`, `services/proxy` and `nodes/proxy`: whom a request is handed on to, and whom it
/// may not be.
@NullMarked
package dev.podo.apiserver.proxy;

import org.jspecify.annotations.NullMarked;
