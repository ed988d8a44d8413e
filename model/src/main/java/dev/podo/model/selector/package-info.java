/// Selectors of objects by their labels and by their fields.
@NullMarked
package dev.podo.model.selector;

import org.jspecify.annotations.NullMarked;
