/// CustomResourceDefinitions at work: whether their names are free, which kinds they add to the
/// catalogue, how their objects are converted, and how they go.
@NullMarked
package dev.podo.apiserver.definitions;

import org.jspecify.annotations.NullMarked;
