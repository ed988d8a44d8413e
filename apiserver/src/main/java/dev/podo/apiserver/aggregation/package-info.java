/// The servers behind this one, which extend its API: finding out whether they are there, what they
/// serve, and handing requests on to them in the name of whoever asks.
@NullMarked
package dev.podo.apiserver.aggregation;

import org.jspecify.annotations.NullMarked;
