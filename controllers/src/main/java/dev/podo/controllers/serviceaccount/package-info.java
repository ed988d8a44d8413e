/// Gives each namespace its default ServiceAccount.
@NullMarked
package dev.podo.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
