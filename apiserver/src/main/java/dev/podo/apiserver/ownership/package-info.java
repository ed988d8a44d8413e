/// Who owns which fields: `managedFields` of whatever is written.
@NullMarked
package dev.podo.apiserver.ownership;

import org.jspecify.annotations.NullMarked;
