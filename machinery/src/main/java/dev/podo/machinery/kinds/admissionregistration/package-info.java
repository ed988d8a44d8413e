/// What is asked to have a say in requests: webhooks, and policies with their bindings.
@NullMarked
package dev.podo.machinery.kinds.admissionregistration;

import org.jspecify.annotations.NullMarked;
