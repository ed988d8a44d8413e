/// What is wrong with a field, and the formats of names and numbers that Kubernetes knows, with
/// upstream's messages.
@NullMarked
package dev.podo.machinery.validation;

import org.jspecify.annotations.NullMarked;
