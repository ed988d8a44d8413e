/// What the scheduler knows: nodes with the sums of what runs on them, and pods with what they ask
/// for, kept up to date by small steps. One thread writes and reads it.
@NullMarked
package dev.podo.scheduler.state;

import org.jspecify.annotations.NullMarked;
