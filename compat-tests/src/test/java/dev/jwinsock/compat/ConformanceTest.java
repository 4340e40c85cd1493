package dev.jwinsock.compat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Lets Maven run the suite, whose classes are in the main source tree. */
@Suite
@SelectPackages("dev.jwinsock.compat.suite")
@IncludeClassNamePatterns(".*Test")
class ConformanceTest {}
