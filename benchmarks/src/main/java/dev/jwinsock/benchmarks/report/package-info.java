/** What is told: medians and ratios, as table, Markdown and JSON. */
@NullMarked
package dev.jwinsock.benchmarks.report;

import org.jspecify.annotations.NullMarked;
