/// FlowSchemas and PriorityLevelConfigurations: how the requests of many are kept from being
/// crowded out by those of one.
@NullMarked
package dev.podo.machinery.kinds.flowcontrol;

import org.jspecify.annotations.NullMarked;
