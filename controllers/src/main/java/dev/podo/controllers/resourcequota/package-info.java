/// What of its ResourceQuotas a namespace uses.
@NullMarked
package dev.podo.controllers.resourcequota;

import org.jspecify.annotations.NullMarked;
