/// Jobs.
@NullMarked
package dev.podo.machinery.kinds.job;

import org.jspecify.annotations.NullMarked;
