package dev.jwinsock;

/** C: {@code typedef OVERLAPPED WSAOVERLAPPED}. */
public class WSAOVERLAPPED extends OVERLAPPED {}
