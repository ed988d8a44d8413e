/// What is changed or refused on the way into the store, besides what a kind itself demands.
@NullMarked
package dev.podo.apiserver.admission;

import org.jspecify.annotations.NullMarked;
