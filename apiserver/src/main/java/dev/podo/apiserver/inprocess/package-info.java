/// The client port as a method call: behind authentication it is the request path of everybody
/// else, but values are handed over as they are.
@NullMarked
package dev.podo.apiserver.inprocess;

import org.jspecify.annotations.NullMarked;
