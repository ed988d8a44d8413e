/// The kinds that are served now: those that are built in and those that definitions add.
@NullMarked
package dev.podo.apiserver.catalogue;

import org.jspecify.annotations.NullMarked;
