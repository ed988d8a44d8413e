/// Caches that follow the API server: one per kind and process, read without locks.
///
/// [Informers] hands out an [Informer] per kind. Its [Snapshot] is an immutable image at one
/// revision; readers keep it as long as they like. Listeners learn which keys changed, never what
/// happened.
@NullMarked
package dev.podo.client.informer;

import org.jspecify.annotations.NullMarked;
