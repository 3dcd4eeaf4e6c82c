/** The transactional outbox: a change and its event commit together. */
@NullMarked
package io.culvert.outbox;

import org.jspecify.annotations.NullMarked;
