"""Addresses of an account: the way in, its overview, the ways of signing in. Some names are those allauth leads to."""

from __future__ import annotations

from allauth.mfa.base.views import authenticate
from django.urls import path

from warta.readers.accounts.pages import entrance, methods, overview, passkeys, password, proof

urlpatterns = [
    path("", overview.overview, name="account_overview"),
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-in/second-factor/", authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", entrance.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/code/", entrance.ask_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", entrance.confirm_code, name="account_confirm_login_code"),
    path("sign-in/one-more/", entrance.passing, name="account_passing"),
    path("sign-in/held/", entrance.held, name="account_held"),
    path("sign-in/closed/", entrance.inactive, name="account_inactive"),
    path("sign-up/", entrance.sign_up, name="account_signup"),
    path("sign-up/welcome/", entrance.welcome, name="account_welcome"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("prove/", proof.prove, name="account_reauthenticate"),
    path("sign-in-methods/", methods.sign_in_methods, name="sign_in_methods"),
    path("sign-in-methods/password/", password.choose_password, name="account_change_password"),
    path("sign-in-methods/password/remove/", password.take_password_away, name="account_remove_password"),
    path("sign-in-methods/second-factor/", methods.choose_second_factor, name="account_second_factor"),
    path("sign-in-methods/app/", methods.add_app, name="mfa_activate_totp"),
    path("sign-in-methods/app/remove/", methods.remove_app, name="mfa_deactivate_totp"),
    path("sign-in-methods/passkeys/add/", passkeys.add_passkey, name="mfa_add_webauthn"),
    path("sign-in-methods/passkeys/<int:pk>/name/", passkeys.name_passkey, name="mfa_rename_webauthn"),
    path("sign-in-methods/passkeys/<int:pk>/remove/", passkeys.remove_passkey, name="mfa_remove_webauthn"),
    path("sign-in-methods/recovery-codes/", methods.recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in-methods/recovery-codes/file/", methods.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("sign-in-methods/recovery-codes/new/", methods.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
