package dev.jwinsock;
public enum WsaError { NONE; public static String message(int number) { return "" + number; } }
