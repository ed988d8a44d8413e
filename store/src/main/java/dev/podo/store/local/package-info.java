/// What journals of one server share: deciding about a group, and feeding those who follow.
@NullMarked
package dev.podo.store.local;

import org.jspecify.annotations.NullMarked;
