/// What can be done to the objects of a kind: one file for each verb and each subresource. Kinds
/// are all treated alike; what is special to one is in its strategy or in a subresource of its own.
@NullMarked
package dev.podo.apiserver.verbs;

import org.jspecify.annotations.NullMarked;
