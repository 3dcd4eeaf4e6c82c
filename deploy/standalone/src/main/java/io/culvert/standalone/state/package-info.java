/** What a stack leaves on disk and in the process table: its folder, secrets, child processes. */
@NullMarked
package io.culvert.standalone.state;

import org.jspecify.annotations.NullMarked;
