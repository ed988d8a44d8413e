/// Answers to questions about users, and about the parts of the control plane: nothing of it is
/// stored.
@NullMarked
package dev.podo.apiserver.review;

import org.jspecify.annotations.NullMarked;
