package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/**
 * C: {@code int CALLBACK ConditionFunc(LPWSABUF lpCallerId, LPWSABUF lpCallerData, LPQOS lpSQOS, LPQOS lpGQOS, LPWSABUF
 * lpCalleeId, LPWSABUF lpCalleeData, GROUP FAR *g, DWORD_PTR dwCallbackData)}. Decides about a connection for WSAAccept, in
 * its thread. Specification: "WSAAccept function".
 */
@FunctionalInterface
public interface LPCONDITIONPROC {
    /**
     * @param lpCallerId the peer's address, as the bytes of a sockaddr
     * @param lpCallerData empty: TCP has no connect data
     * @param lpSQOS null
     * @param lpGQOS null
     * @param lpCalleeId the local address
     * @param lpCalleeData null
     * @param g null: there are no socket groups
     * @param dwCallbackData as given to WSAAccept
     * @return CF_ACCEPT, CF_REJECT or CF_DEFER
     */
    int ConditionFunc(
            WSABUF lpCallerId,
            @Nullable WSABUF lpCallerData,
            @Nullable QOS lpSQOS,
            @Nullable QOS lpGQOS,
            WSABUF lpCalleeId,
            @Nullable WSABUF lpCalleeData,
            @Nullable IntRef g,
            @Nullable Object dwCallbackData);
}
