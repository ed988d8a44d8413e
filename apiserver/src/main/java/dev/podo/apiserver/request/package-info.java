/// A request as the chain sees it, whatever transport it came by: what is asked, by whom, with what
/// input, and what is answered.
@NullMarked
package dev.podo.apiserver.request;

import org.jspecify.annotations.NullMarked;
