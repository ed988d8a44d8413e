/// What every cluster has from its first moment on.
@NullMarked
package dev.podo.apiserver.bootstrap;

import org.jspecify.annotations.NullMarked;
