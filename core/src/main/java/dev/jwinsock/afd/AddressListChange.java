package dev.jwinsock.afd;

/** SIO_ADDRESS_LIST_CHANGE: waits until the host's addresses of the socket's family are others (A189). */
final class AddressListChange extends Control implements NetworkChanges.Subscriber {
    AddressListChange(Operations owner) {
        super(owner);
    }

    @Override
    int begun() {
        return owner.socket.session.networkChanges().add(this);
    }

    @Override
    void over() {
        owner.socket.session.networkChanges().remove(this);
    }

    @Override
    public void changed(int changes) {
        if ((changes & NetworkChanges.addressesOf(owner.socket)) != 0) {
            end(0);
        }
    }
}
