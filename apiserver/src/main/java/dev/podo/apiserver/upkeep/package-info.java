/// How a server looks after objects of its own: what it writes side by side, and mends when others
/// change it.
@NullMarked
package dev.podo.apiserver.upkeep;

import org.jspecify.annotations.NullMarked;
