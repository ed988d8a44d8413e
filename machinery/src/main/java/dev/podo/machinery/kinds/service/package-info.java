/// Services.
@NullMarked
package dev.podo.machinery.kinds.service;

import org.jspecify.annotations.NullMarked;
