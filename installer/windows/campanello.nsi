; Campanello's setup for Windows: for one user, without an administrator, also unattended.
;
;   campanello-setup.exe /S /CONFIG=D:\site.toml /AUTOSTART=1 /START=1 /LOG=D:\setup.log /USER=Cassa
;
; /S          silent: no window can come, whatever happens; the exit status and the log tell
; /CONFIG     a reseller's campanello.toml (without secrets); the one that stood there is kept beside it
; /AUTOSTART  1: starts when this user logs in; 0: does not; without: as it was, and on after a first setup by hand
; /START      1: starts it at the end; 0: not, even if it ran before; without: as it was
; /USER       the user who will use it; another one ends the setup before anything is written
; /LOG        where to write the log; without: campanello-setup.log in the user's folder of temporary files
;
; Exit status: 0 done, 1 a person cancelled, 10 no such configuration file, 11 the running Campanello did not end,
; 12 files could not be written, 13 another setup is at work, 14 the configuration file can't be read by this version,
; 15 configuration, database and credentials could not be removed, 16 a word that it does not know, 20 it runs as SYSTEM, 21 as another user than the one
; who will use it (files and credentials would land in the wrong profile), 22 Windows is too old. After any of them a
; program that worked before works again.
;
; Uninstalling keeps configuration, database and credentials: uninstall.exe /S /PURGE removes them too. The key under
; which Windows lists the program, and the names of the mutex and of the Run value, are the same in every version.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
; Megabytes; so wide that the second program is told as the same as the first, which lies before it.
SetCompressorDictSize 32
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinMessages.nsh
!include WinVer.nsh
!include WordFunc.nsh

!define PRODUCT "Campanello"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Campanello"
!define NOTICES "Software\Classes\AppUserModelId\Campanello"
!define MUTEX "Local\Campanello-Setup-5e0c1c0e-5f0c-4b1e-9d0e-c4a7a4e11a01"
!define DATA "$LOCALAPPDATA\campanello"
!define PLACE "$LOCALAPPDATA\Programs\Campanello"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"

; One file after the other by name: File /r takes them as the disk has them, which is another setup on every disk.
!tempfile FILES
!system 'installer/windows/listed.sh "${FOLDER}" >"${FILES}"' = 0

Name "${PRODUCT}"
BrandingText "${PRODUCT} ${VERSION}"
OutFile "${SETUP}"
InstallDir "${PLACE}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${PRODUCT}"
VIAddVersionKey FileDescription "${PRODUCT} setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "${PRODUCT}"
VIAddVersionKey Comments "${KIND}"

; The uninstaller is a program of its own, and is signed like the others (build.sh names what signs).
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "resources\icons\app\campanello.ico"
!define MUI_UNICON "resources\icons\app\campanello.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "installer\windows\setup.bmp"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
!define MUI_FINISHPAGE_RUN_FUNCTION StartNow
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(WITH_WINDOWS)"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION WithWindows
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_SHOW FinishShown
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE FinishLeft
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Italian"
!insertmacro MUI_LANGUAGE "English"

Var Log
Var LogFile
Var User
Var Unknown
Var Autostart
Var Start
Var Config
Var Ran
Var First
Var Purge

LangString START_NOW ${LANG_ITALIAN} "Avvia Campanello"
LangString START_NOW ${LANG_ENGLISH} "Start Campanello"
LangString WITH_WINDOWS ${LANG_ITALIAN} "Avvialo ogni volta che questo utente accede"
LangString WITH_WINDOWS ${LANG_ENGLISH} "Start it whenever this user logs in"
LangString NO_CONFIG ${LANG_ITALIAN} "Il file di configurazione non c'è: $0$\n$\nNon è stato installato nulla. Controlla il percorso dopo /CONFIG=."
LangString NO_CONFIG ${LANG_ENGLISH} "There is no configuration file $0$\n$\nNothing was installed. Check the path behind /CONFIG=."
LangString STILL_RUNS ${LANG_ITALIAN} "Campanello non si è chiuso.$\n$\nNon è stato cambiato nulla: funziona ancora la versione di prima. Chiudilo dal suo menu vicino all'orologio (Esci) e riprova."
LangString STILL_RUNS ${LANG_ENGLISH} "Campanello has not ended.$\n$\nNothing was changed: the version before still works. End it from its menu beside the clock (Quit), then try again."
LangString NOT_WRITTEN ${LANG_ITALIAN} "I file non si sono potuti scrivere in $INSTDIR.$\n$\nSe c'era una versione di prima, è ancora al suo posto. Libera spazio su disco, chiudi i programmi che usano la cartella e riprova."
LangString NOT_WRITTEN ${LANG_ENGLISH} "The files could not be written into $INSTDIR.$\n$\nIf there was a version before, it is still in its place. Free some disk space, close programs that use the folder, and try again."
LangString AT_WORK ${LANG_ITALIAN} "Un'altra installazione di Campanello è già in corso.$\n$\nNon è stato cambiato nulla. Aspetta che finisca."
LangString AT_WORK ${LANG_ENGLISH} "Another setup of Campanello is at work.$\n$\nNothing was changed. Wait until it has finished."
LangString WRONG_USER ${LANG_ITALIAN} "L'installazione è stata avviata con un altro utente ($1) da chi userà Campanello.$\n$\nNon è stato installato nulla. Avviala senza “Esegui come amministratore”, con l'utente che sta alla cassa."
LangString WRONG_USER ${LANG_ENGLISH} "The setup was started as another user ($1) than the one who will use Campanello.$\n$\nNothing was installed. Start it without “Run as administrator”, as the user at the till."
LangString BAD_CONFIG ${LANG_ITALIAN} "Il file di configurazione non è valido: $Config$\n$\n$R8$\nNon è stato installato nulla. Chi ha preparato il file lo corregga."
LangString BAD_CONFIG ${LANG_ENGLISH} "The configuration file is not valid: $Config$\n$\n$R8$\nNothing was installed. Whoever prepared the file should correct it."
LangString UNKNOWN_WORD ${LANG_ITALIAN} "Non conosco questa opzione: $Unknown$\n$\nNon è stato cambiato nulla. Le opzioni sono nella documentazione."
LangString UNKNOWN_WORD ${LANG_ENGLISH} "Unknown option: $Unknown$\n$\nNothing was changed. The options are in the documentation."
LangString TOO_OLD ${LANG_ITALIAN} "Questo Windows è troppo vecchio: Campanello vuole Windows 10 o successivo.$\n$\nNon è stato installato nulla."
LangString TOO_OLD ${LANG_ENGLISH} "This Windows is too old: Campanello needs Windows 10 or newer.$\n$\nNothing was installed."
LangString NOT_PURGED ${LANG_ITALIAN} "Configurazione, ordini e credenziali non si sono potuti cancellare.$\n$\n$R8$\nIl programma è ancora installato. Accedi al portachiavi di Windows e riprova."
LangString NOT_PURGED ${LANG_ENGLISH} "Configuration, orders and credentials could not be deleted.$\n$\n$R8$\nThe program is still installed. Unlock Windows' credentials and try again."
LangString KEEP_DATA ${LANG_ITALIAN} "Conservare configurazione, ordini e credenziali su questo PC?$\n$\nSì: restano, per una nuova installazione. No: vengono cancellati e non si recuperano."
LangString KEEP_DATA ${LANG_ENGLISH} "Keep configuration, orders and credentials on this PC?$\n$\nYes: they stay, for another installation. No: they are deleted, and nothing brings them back."

; --- the log: written line by line, so that it tells of a setup that was killed too ---

!macro LOGGING prefix
; The words behind the program's name, as Windows itself parts them: shells put their quotes around a whole word too, and
; an option that is overlooked in silence is a till without its configuration. Sets $Unknown to what nobody knows.
Function ${prefix}ReadWords
  StrCpy $LogFile "$TEMP\campanello-setup.log"
  System::Call 'kernel32::GetCommandLineW() p .r0'
  System::Call 'shell32::CommandLineToArgvW(p r0, *i .r1) p .r2'
  StrCpy $0 1
  ${While} $0 < $1
    IntOp $3 $0 * ${NSIS_PTR_SIZE}
    IntPtrOp $3 $2 + $3
    System::Call '*$3(p .r4)'
    System::Call 'kernel32::lstrcpynW(w .r5, p r4, i ${NSIS_MAX_STRLEN})'
    StrCpy $6 $5 3
    ${If} $6 == "/D="
    ${OrIf} $6 == "_?="
      ; NSIS' own, without quotes: all that follows is its path.
      ${ExitWhile}
    ${ElseIf} $5 == "/S"
      ; NSIS itself knows the capital letter alone, and a window would wait where nobody sees it.
      SetSilent silent
    ${ElseIf} $5 != "/NCRC"
      Call ${prefix}TakeWord
    ${EndIf}
    IntOp $0 $0 + 1
  ${EndWhile}
  System::Call 'kernel32::LocalFree(p r2)'
FunctionEnd

Function ${prefix}OpenLog
  ClearErrors
  FileOpen $Log "$LogFile" a
  ${If} ${Errors}
    StrCpy $Log ""
  ${Else}
    FileSeek $Log 0 END
  ${EndIf}
FunctionEnd

Function ${prefix}Tell
  Exch $R9
  ${If} $Log != ""
    Push $R0
    Push $R1
    Push $R2
    Push $R3
    Push $R4
    Push $R5
    Push $R6
    ${GetTime} "" "L" $R0 $R1 $R2 $R3 $R4 $R5 $R6
    FileWrite $Log "$R2-$R1-$R0 $R4:$R5:$R6 $R9$\r$\n"
    Pop $R6
    Pop $R5
    Pop $R4
    Pop $R3
    Pop $R2
    Pop $R1
    Pop $R0
  ${EndIf}
  Pop $R9
FunctionEnd
!macroend
; The option's value; an empty one is a variable that a script forgot to fill.
!macro WORD option variable
  StrLen $6 "${option}"
  StrCpy $7 $5 $6
  ${If} $7 == "${option}"
    StrCpy ${variable} $5 "" $6
    ${If} ${variable} == ""
      StrCpy $Unknown $5
    ${EndIf}
    Return
  ${EndIf}
!macroend

; As WORD; 0 or 1.
!macro SWITCH option variable
  ${If} $5 == "${option}0"
  ${OrIf} $5 == "${option}1"
    StrCpy ${variable} $5 "" -1
    Return
  ${EndIf}
!macroend

Function TakeWord
  !insertmacro WORD "/CONFIG=" $Config
  !insertmacro WORD "/USER=" $User
  !insertmacro WORD "/LOG=" $LogFile
  !insertmacro SWITCH "/AUTOSTART=" $Autostart
  !insertmacro SWITCH "/START=" $Start
  StrCpy $Unknown $5
FunctionEnd

Function un.TakeWord
  !insertmacro WORD "/LOG=" $LogFile
  ${If} $5 == "/PURGE"
    StrCpy $Purge 1
    Return
  ${EndIf}
  StrCpy $Unknown $5
FunctionEnd

!insertmacro LOGGING ""
!insertmacro LOGGING "un."

!macro TELL text
  Push "${text}"
  !ifdef __UNINSTALL__
  Call un.Tell
  !else
  Call Tell
  !endif
!macroend
!define Tell "!insertmacro TELL"

!macro END_WITH status message
  ${Tell} "ends with status ${status}"
  MessageBox MB_OK|MB_ICONSTOP "${message}" /SD IDOK
  SetErrorLevel ${status}
  Quit
!macroend
!define EndWith "!insertmacro END_WITH"

; --- who is installing ---

; $0: 1 when this process runs as SYSTEM. $1: the name of its user.
Function WhoAmI
  StrCpy $0 0
  System::Call 'advapi32::GetUserNameW(w .r1, *i ${NSIS_MAX_STRLEN})'
  ; By its number: the name is another one in every language.
  System::Call 'kernel32::GetCurrentProcess() p .r2'
  System::Call 'advapi32::OpenProcessToken(p r2, i 8, *p .r3) i .r4'
  ${If} $4 != 0
    System::Alloc 256
    Pop $5
    System::Call 'advapi32::GetTokenInformation(p r3, i 1, p r5, i 256, *i .r6) i .r4'
    ${If} $4 != 0
      System::Call '*$5(p .r6)'
      ; WELL_KNOWN_SID_TYPE 22 is WinLocalSystemSid.
      System::Call 'advapi32::IsWellKnownSid(p r6, i 22) i .r4'
      ${If} $4 != 0
        StrCpy $0 1
      ${EndIf}
    ${EndIf}
    System::Free $5
    System::Call 'kernel32::CloseHandle(p r3)'
  ${EndIf}
FunctionEnd

; $0: 1 when the desktop belongs to another user than this process does (“Run as administrator” with another account).
; Where there is no desktop, nothing can be told, and it is 0: then /USER says who it should be.
Function IsForeign
  StrCpy $0 0
  FindWindow $2 "Shell_TrayWnd"
  ${If} $2 != 0
    System::Call 'user32::GetWindowThreadProcessId(p r2, *i .r3)'
    System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i r3) p .r4 ?e'
    Pop $R1
    ${If} $4 = 0
    ${AndIf} $R1 = 5 ; ERROR_ACCESS_DENIED: what is one's own can always be asked
      StrCpy $0 1
    ${EndIf}
    ${If} $4 != 0
      System::Call 'advapi32::OpenProcessToken(p r4, i 8, *p .r5) i .r6 ?e'
      Pop $R1
      ${If} $6 = 0
      ${AndIf} $R1 = 5
        StrCpy $0 1
      ${EndIf}
      ${If} $6 != 0
        System::Call 'kernel32::GetCurrentProcess() p .r6'
        System::Call 'advapi32::OpenProcessToken(p r6, i 8, *p .r7)'
        System::Alloc 256
        Pop $8
        System::Alloc 256
        Pop $9
        System::Call 'advapi32::GetTokenInformation(p r5, i 1, p r8, i 256, *i .r2) i .R1'
        System::Call 'advapi32::GetTokenInformation(p r7, i 1, p r9, i 256, *i .r2) i .R2'
        ${If} $R1 != 0
        ${AndIf} $R2 != 0
          System::Call '*$8(p .r2)'
          System::Call '*$9(p .r3)'
          System::Call 'advapi32::EqualSid(p r2, p r3) i .r6'
          ${If} $6 == 0
            StrCpy $0 1
          ${EndIf}
        ${EndIf}
        System::Free $8
        System::Free $9
        System::Call 'kernel32::CloseHandle(p r5)'
        System::Call 'kernel32::CloseHandle(p r7)'
      ${EndIf}
      System::Call 'kernel32::CloseHandle(p r4)'
    ${EndIf}
  ${EndIf}
FunctionEnd

Function .onInit
  Call ReadWords
  Call OpenLog
  ${Tell} "setup of ${PRODUCT} ${VERSION} (${KIND})"
  ${If} $Unknown != ""
    ${Tell} "does not know the word $Unknown"
    ${EndWith} 16 "$(UNKNOWN_WORD)"
  ${EndIf}
  ; One place for ever, whatever /D= says: the Run value, updates and the uninstaller rely on it.
  StrCpy $INSTDIR "${PLACE}"
  ${IfNot} ${AtLeastWin10}
    ${EndWith} 22 "$(TOO_OLD)"
  ${EndIf}
  ${If} $Config != ""
    ; As seen from the folder that it was started in, which is another one from here on.
    StrCpy $4 $Config
    System::Call 'kernel32::GetFullPathNameW(w r4, i ${NSIS_MAX_STRLEN}, w .r2, p 0) i .r3'
    ${If} $3 != 0
      StrCpy $Config $2
    ${EndIf}
  ${EndIf}

  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${MUTEX}") p .r0 ?e'
  Pop $R1
  ${If} $R1 = 183 ; ERROR_ALREADY_EXISTS
    ${EndWith} 13 "$(AT_WORK)"
  ${EndIf}

  Call WhoAmI
  ${If} $0 = 1
    ${EndWith} 20 "$(WRONG_USER)"
  ${EndIf}
  ${If} $User != ""
  ${AndIf} $User != $1
    ${Tell} "runs as $1, wanted was $User"
    ${EndWith} 21 "$(WRONG_USER)"
  ${EndIf}
  Push $1
  Call IsForeign
  Pop $1
  ${If} $0 = 1
    ${Tell} "the desktop belongs to another user than $1"
    ${EndWith} 21 "$(WRONG_USER)"
  ${EndIf}

  ${If} $Config != ""
    ${IfNot} ${FileExists} "$Config"
    ${OrIf} ${FileExists} "$Config\*.*"
      StrCpy $0 $Config
      ${Tell} "no configuration file $Config"
      ${EndWith} 10 "$(NO_CONFIG)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; Broken off by the installer itself, as by a disk that is full: what there was before was not touched yet.
Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.new"
  ${Tell} "ends with status 12: broken off while it unpacked"
  SetErrorLevel 12
FunctionEnd

; --- the old version goes, the new one comes ---

; Runs the terminal's program with words. $0: its exit status; "error": it could not be started; "timeout": it was ended
; after two minutes, for nobody may wait for ever. $R8: what it said.
!macro CLI folder words
  nsExec::ExecToStack /TIMEOUT=120000 '"${folder}\campanello-cli.exe" ${words}'
  Pop $0
  Pop $R8
  ${If} $0 != 0
  ${AndIf} $R8 != ""
    ${Tell} "campanello-cli says: $R8"
  ${EndIf}
!macroend
!define Cli "!insertmacro CLI"

; Another name for a folder, tried for 20 s: antivirus programs look at what was just in use. Error flag as Rename.
!macro RENAMED from to
  StrCpy $R7 0
  ${Do}
    ClearErrors
    Rename "${from}" "${to}"
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    IntOp $R7 $R7 + 1
    ${If} $R7 > 40
      SetErrors
      ${ExitDo}
    ${EndIf}
    Sleep 500
  ${Loop}
!macroend
!define Renamed "!insertmacro RENAMED"

Section
  StrCpy $Ran 0
  ; A setup that was cut off, as by a power cut, between the two names: what it had put aside is what there is.
  ${If} ${FileExists} "$INSTDIR.old\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\*.*"
    Rename "$INSTDIR.old" "$INSTDIR"
  ${EndIf}
  StrCpy $First 1
  ${If} ${FileExists} "$INSTDIR\*.*"
    StrCpy $First 0
  ${EndIf}
  ; Beside the old one, which goes on working until everything is there.
  RMDir /r "$INSTDIR.new"
  RMDir /r "$INSTDIR.old"
  ClearErrors
  !include "${FILES}"
  !delfile "${FILES}"
  SetOutPath "$INSTDIR.new"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR.new"
    ${Tell} "the files could not be unpacked"
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ; A folder that is a process' own can't be renamed.
  SetOutPath "$TEMP"
  ${If} $Config != ""
    Call TryConfig
  ${EndIf}

  ${If} $First = 0
    ; What an antivirus program tore apart can't answer, but can be replaced.
    ${If} ${FileExists} "$INSTDIR\campanello-cli.exe"
      ${Cli} "$INSTDIR" "running"
      ${If} $0 == 0
        StrCpy $Ran 1
        ${Tell} "asks the running Campanello to end"
        ${Cli} "$INSTDIR" "quit --wait 60"
        ${If} $0 != 0
          RMDir /r "$INSTDIR.new"
          ${Tell} "it has not ended: $0"
          ${EndWith} 11 "$(STILL_RUNS)"
        ${EndIf}
      ${EndIf}
    ${EndIf}
    ${Renamed} "$INSTDIR" "$INSTDIR.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR.new"
      ${Tell} "the old version could not be put aside"
      Call StartAsBefore
      ${EndWith} 12 "$(NOT_WRITTEN)"
    ${EndIf}
  ${EndIf}
  ${Renamed} "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    ${Tell} "the new version could not take its place"
    ${If} $First = 0
      Rename "$INSTDIR.old" "$INSTDIR"
      Call StartAsBefore
    ${EndIf}
    RMDir /r "$INSTDIR.new"
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ${Tell} "the program is in its place"

  ; An update that does not work is taken back with the setup of the version before (agent/update).
  CreateDirectory "${DATA}\updates"
  ${If} "$EXEPATH" != "${DATA}\updates\campanello-setup-${VERSION}.exe"
    CopyFiles /SILENT "$EXEPATH" "${DATA}\updates\campanello-setup-${VERSION}.exe"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\Campanello.lnk" "$INSTDIR\campanello.exe"
  ; Under this name Windows shows the program's notices, and brings a press on them back (ui/notices_windows.py).
  WriteRegStr HKCU "${NOTICES}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${NOTICES}" "IconUri" "$INSTDIR\_internal\resources\icons\app\campanello-256.png"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${PRODUCT}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\campanello.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1

  ${If} $Config != ""
    Call TakeConfig
  ${EndIf}
  ${If} $Autostart == 1
    ${Cli} "$INSTDIR" "autostart on"
    ${Tell} "starts with the user's session: $0"
  ${ElseIf} $Autostart == 0
    ${Cli} "$INSTDIR" "autostart off"
    ${Tell} "does not start with the user's session: $0"
  ${EndIf}
  ${If} $Start == 1
    Call StartNow
  ${ElseIf} $Start != 0
    Call StartAsBefore
  ${EndIf}
  ; Last, when the new one works again: the small process that would have started a crashed one takes a moment to end, and
  ; an antivirus program may be reading. What is held for longer goes at the next setup.
  StrCpy $R7 0
  ${Do}
    RMDir /r "$INSTDIR.old"
    IntOp $R7 $R7 + 1
    ${If} $R7 > 20
    ${OrIfNot} ${FileExists} "$INSTDIR.old\*.*"
      ${ExitDo}
    ${EndIf}
    Sleep 500
  ${Loop}
  ${Tell} "done"
SectionEnd

; Asks the new version, before anything is changed, in a home of its own that goes with the setup.
Function TryConfig
  InitPluginsDir
  CreateDirectory "$PLUGINSDIR\trial"
  StrCpy $3 $Config
  StrCpy $4 "$PLUGINSDIR\trial\campanello.toml"
  System::Call 'kernel32::CopyFileW(w r3, w r4, i 0) i .r2'
  ${Cli} "$INSTDIR.new" '--home "$PLUGINSDIR\trial" links list'
  ${If} $0 != 0
    RMDir /r "$INSTDIR.new"
    ${Tell} "the configuration $Config can't be used: $0"
    ${EndWith} 14 "$(BAD_CONFIG)"
  ${EndIf}
FunctionEnd

Function TakeConfig
  CreateDirectory "${DATA}"
  StrCpy $3 $Config
  StrCpy $4 "${DATA}\campanello.toml.new"
  System::Call 'kernel32::CopyFileW(w r3, w r4, i 0) i .r2'
  ${If} $2 = 0
    ${Tell} "the configuration could not be copied"
    Call StartAsBefore
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ; From a CD or a locked stick: the program writes into it later.
  SetFileAttributes "${DATA}\campanello.toml.new" NORMAL
  ${If} ${FileExists} "${DATA}\campanello.toml"
    Delete "${DATA}\campanello.toml.before"
    Rename "${DATA}\campanello.toml" "${DATA}\campanello.toml.before"
  ${EndIf}
  ClearErrors
  Rename "${DATA}\campanello.toml.new" "${DATA}\campanello.toml"
  ${If} ${Errors}
    Rename "${DATA}\campanello.toml.before" "${DATA}\campanello.toml"
    Delete "${DATA}\campanello.toml.new"
    ${Tell} "the configuration could not take its place"
    Call StartAsBefore
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ${Tell} "the configuration is $Config"
  ; The keys of the updates, where the reseller has them beside it (docs/update.md). Without them nothing is updated, and the
  ; doctor says so: no reason to leave a till without its program.
  ${GetParent} "$Config" $3
  StrCpy $3 "$3\root.json"
  ${If} ${FileExists} "$3"
    StrCpy $4 "${DATA}\root.json"
    SetFileAttributes "${DATA}\root.json" NORMAL
    System::Call 'kernel32::CopyFileW(w r3, w r4, i 0) i .r2'
    ${If} $2 = 0
      ${Tell} "the keys of the updates could not be copied"
    ${Else}
      SetFileAttributes "${DATA}\root.json" NORMAL
      ${Tell} "the keys of the updates are $3"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function StartAsBefore
  ${If} $Ran = 1
    Call StartNow
  ${EndIf}
FunctionEnd

Function StartNow
  ${Tell} "starts Campanello"
  SetOutPath "$PROFILE"
  Exec '"$INSTDIR\campanello.exe"'
FunctionEnd

; By hand, over an older version: the box shows what the person chose then.
Function FinishShown
  ${If} $First = 0
    ${Cli} "$INSTDIR" "autostart status --json"
    ${WordFind} "$R8" "false" "E+1" $2
    ${IfNot} ${Errors}
      SendMessage $mui.FinishPage.ShowReadme ${BM_SETCHECK} ${BST_UNCHECKED} 0
    ${EndIf}
  ${EndIf}
FunctionEnd

Function FinishLeft
  SendMessage $mui.FinishPage.ShowReadme ${BM_GETCHECK} 0 0 $2
  ${If} $2 = ${BST_UNCHECKED}
    ${Cli} "$INSTDIR" "autostart off"
  ${EndIf}
FunctionEnd

Function WithWindows
  ${Cli} "$INSTDIR" "autostart on"
FunctionEnd

; --- away with it ---

Function un.onInit
  Call un.ReadWords
  Call un.OpenLog
  ${Tell} "uninstalls ${PRODUCT} ${VERSION}"
  ${If} $Unknown != ""
    ${Tell} "does not know the word $Unknown"
    ${EndWith} 16 "$(UNKNOWN_WORD)"
  ${EndIf}
  ; Not where this file lies: a copy of it in another folder must not empty that one.
  StrCpy $INSTDIR "${PLACE}"
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${MUTEX}") p .r0 ?e'
  Pop $R1
  ${If} $R1 = 183 ; ERROR_ALREADY_EXISTS
    ${EndWith} 13 "$(AT_WORK)"
  ${EndIf}
  ${If} $Purge != 1
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON1 "$(KEEP_DATA)" /SD IDYES IDYES keep
    StrCpy $Purge 1
    keep:
  ${EndIf}
FunctionEnd

Section Uninstall
  SetOutPath "$TEMP"
  ${If} ${FileExists} "$INSTDIR\campanello-cli.exe"
    ${Cli} "$INSTDIR" "quit --wait 60"
    ${If} $0 == "error"
      ${Tell} "its terminal's program can't be started; goes on without it"
    ${ElseIf} $0 != 0
      ${Tell} "it has not ended: $0"
      ${EndWith} 11 "$(STILL_RUNS)"
    ${EndIf}
  ${EndIf}
  ${If} $Purge = 1
    ${Cli} "$INSTDIR" "purge --yes"
    ${If} $0 != 0
      ${Tell} "configuration, database and credentials could not be removed: $0"
      ${EndWith} 15 "$(NOT_PURGED)"
    ${EndIf}
    ${Tell} "configuration, database and credentials are removed"
  ${EndIf}
  DeleteRegValue HKCU "${RUN}" "${PRODUCT}"
  StrCpy $R7 0
  ${Do}
    RMDir /r "$INSTDIR"
    ${IfNot} ${FileExists} "$INSTDIR\campanello.exe"
      ${ExitDo}
    ${EndIf}
    IntOp $R7 $R7 + 1
    ${If} $R7 > 40
      ${Tell} "files are still held"
      ${EndWith} 12 "$(NOT_WRITTEN)"
    ${EndIf}
    Sleep 500
  ${Loop}
  RMDir /r "$INSTDIR.old"
  RMDir /r "${DATA}\updates"
  ; Only an empty one.
  RMDir "${DATA}"
  Delete "$SMPROGRAMS\Campanello.lnk"
  DeleteRegKey HKCU "${NOTICES}"
  DeleteRegKey HKCU "${KEY}"
  ${Tell} "done"
SectionEnd
