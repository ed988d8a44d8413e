/// The objects in the store: decoded, immutable, each with its encodings made once.
@NullMarked
package dev.podo.apiserver.storage;

import org.jspecify.annotations.NullMarked;
