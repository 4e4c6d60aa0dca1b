/* Small parts of the Windows Python under Wine (python.sh); none of them is in the installer.

START      python.exe, or with WINDOWED pythonw.exe: calls Py_Main of python311.dll.
EMPTY      python3.dll, all of whose names are forwarded by its definition file.
ICU        icuuc.dll, which Qt is linked against and Wine 8 lacks: every converter answers that there is none, and Qt
           takes its own.
PRIMITIVES bcryptprimitives.dll, from which programs in Rust take their random numbers: Wine 8 has it elsewhere.
MSCMS      mscms.dll: Wine's own aborts when Qt asks for a colour profile for the first window. */

#ifdef START
#include <stdlib.h>
#include <windows.h>
typedef int (*py_main)(int, wchar_t **);
static int go(int count, wchar_t **words) {
  HMODULE library = LoadLibraryW(L"python311.dll");
  if (!library) return 111;
  py_main run = (py_main)(void *)GetProcAddress(library, "Py_Main");
  return run ? run(count, words) : 112;
}
#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE a, HINSTANCE b, LPWSTR c, int d) { return go(__argc, __wargv); }
#else
int wmain(int count, wchar_t **words) { return go(count, words); }
#endif
#else

#define X __declspec(dllexport)
int __stdcall DllMain(void *a, unsigned b, void *c) { return 1; }

#ifdef ICU
X void *ucnv_open(const char *name, int *error) { if (error) *error = 4; return 0; }
X void ucnv_close(void *c) {}
X void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
X void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
X void ucnv_reset(void *c) {}
X char ucnv_getMaxCharSize(void *c) { return 1; }
X const char *ucnv_getName(void *c, int *error) { if (error) *error = 1; return 0; }
X void ucnv_getToUCallBack(void) {}
X void ucnv_getFromUCallBack(void) {}
X void ucnv_setToUCallBack(void) {}
X void ucnv_setFromUCallBack(void) {}
X void ucnv_cbToUWriteUChars(void) {}
X void ucnv_cbFromUWriteUChars(void) {}
X void ucnv_toUnicode(void) {}
X void ucnv_fromUnicode(void) {}
X int ucnv_toUCountPending(void *c, int *error) { return 0; }
X int ucnv_fromUCountPending(void *c, int *error) { return 0; }
X const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { return 0; }
X const char *ucnv_getAvailableName(int number) { return 0; }
X int ucnv_countAvailable(void) { return 0; }
#endif

#ifdef PRIMITIVES
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *buffer, unsigned long size); /* RtlGenRandom */
X int __stdcall ProcessPrng(unsigned char *buffer, unsigned long long size) {
  return SystemFunction036(buffer, (unsigned long)size);
}
#endif

#ifdef MSCMS
X int GetColorProfileFromHandle(void *h, void *buffer, unsigned *size) { if (size) *size = 0; return 0; }
X int CloseColorProfile(void *h) { return 1; }
X void *WcsCreateIccProfile(void *h, unsigned options) { return 0; }
X void *OpenColorProfileW(void *p, unsigned a, unsigned b, unsigned c) { return 0; }
#endif
#endif
