/// Which kinds the definitions of users add to those that are built in.
@NullMarked
package dev.podo.controllers.definition;

import org.jspecify.annotations.NullMarked;
