/// ServiceAccounts.
@NullMarked
package dev.podo.machinery.kinds.serviceaccount;

import org.jspecify.annotations.NullMarked;
