#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

/// A self-signed certificate for the given names, made for one test and gone after it.
class test_certificate {
public:
    /// `names` as in the extension, e.g. "DNS:localhost,IP:127.0.0.1".
    explicit test_certificate(const std::string& names)
        : folder_(std::filesystem::temp_directory_path() / ("sucobot-tls-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
    {
        std::filesystem::create_directories(folder_);
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
        X509* const x = certificate.get();
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
        X509_gmtime_adj(X509_getm_notBefore(x), -3'600);
        X509_gmtime_adj(X509_getm_notAfter(x), 86'400);
        X509_set_pubkey(x, key.get());
        X509_NAME* const name = X509_get_subject_name(x);
        const std::string common = "sucobot test";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.data()),
                                   static_cast<int>(common.size()), -1, 0);
        X509_set_issuer_name(x, name);
        extend(x, NID_basic_constraints, "critical,CA:TRUE");
        extend(x, NID_subject_alt_name, names);
        X509_sign(x, key.get(), EVP_sha256());
        write(certificate_file(), [x](std::FILE* to) { return PEM_write_X509(to, x); });
        write(key_file(), [&key](std::FILE* to) {
            return PEM_write_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    ~test_certificate()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    test_certificate(const test_certificate&) = delete;
    test_certificate& operator=(const test_certificate&) = delete;

    std::string certificate_file() const { return (folder_ / "certificate.pem").string(); }
    std::string key_file() const { return (folder_ / "key.pem").string(); }

private:
    static void extend(X509* x, int id, const std::string& value)
    {
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
        if (extension == nullptr)
            throw std::runtime_error("certificate extension");
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
    }
    template <class Writer>
    static void write(const std::string& path, Writer writer)
    {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
        if (!file || writer(file.get()) != 1)
            throw std::runtime_error("certificate file");
    }

    std::filesystem::path folder_;
};
