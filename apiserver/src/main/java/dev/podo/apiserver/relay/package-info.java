/// Hands requests on to other servers, and their answers back: streaming both ways with one small
/// buffer each, so that whoever is slow slows the other end down and costs no memory.
@NullMarked
package dev.podo.apiserver.relay;

import org.jspecify.annotations.NullMarked;
