/// All controllers of a control plane, started together.
@NullMarked
package dev.podo.controllers;

import org.jspecify.annotations.NullMarked;
