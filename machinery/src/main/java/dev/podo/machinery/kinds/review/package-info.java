/// What is asked of the API server about users: who they are and what they may do. Nothing of it is
/// stored.
@NullMarked
package dev.podo.machinery.kinds.review;

import org.jspecify.annotations.NullMarked;
